// Statement: a proposition in plain English.
#pragma once

#include <string>
#include <vector>

#include "findings/settings.h"
#include "findings/speech.h"
#include "model/finding.h"

namespace depone::findings {

// The figures of the nearest claims in words: "over 18", "16 to 18 or more", "15,000"; where two
// origins differ within tolerance the words span both.
std::string value_words(const std::vector<const Claim*>& nearest);

// "Workers work over 18 hours a day in Russia", from the topic's template.
std::string statement_of(const Topic& topic, const std::vector<const Claim*>& nearest,
                         const Settings& settings);

// " a year", or nothing.
std::string per_words(Per per);

}  // namespace depone::findings
