// Norms: what the law and the ILO's indicators say of a case, each answered on its own.
//
// Norms are data (data/norms/*.toml): text in our words, citation, dates, to whom and to what they
// apply, and a test over facts. assess() reads Case::findings, so corroborate first. Answers are
// never added up. "Met" means: the facts the norm's test describes are shown at the standard of
// proof chosen; for a prohibition that is the conduct it forbids, and every such answer says so in
// `because`. It is never a verdict on a person.
// The literal twin of the evaluator is reference/norms_reference.h.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/finding.h"
#include "model/partial_date.h"
#include "rules/credibility.h"

namespace depone::rules {

struct Norm;      // rules/norm.h
struct Standard;  // rules/standard.h

// The steps of certainty a person may ask for, lowest first. What each needs is data
// (data/norms/standards.toml). Beyond reasonable doubt is left to a court: such answers are
// always "not shown" and say why.
enum class StandardOfProof {
  ReasonableSuspicion,
  ReasonableGrounds,
  BalanceOfProbabilities,
  ClearAndConvincing,
  BeyondReasonableDoubt,
};
std::string_view name_of(StandardOfProof standard);  // "reasonable grounds"
std::optional<StandardOfProof> standard_of_proof_of(std::string_view name);

// What the case is about, as a person states it. Answers that depend on an unknown member say
// "not shown: the case does not state ...".
struct NormContext {
  enum class Produces { Unknown, Goods, Services };

  PartialDate period;              // reference period: the year, month or day judged
  std::string host_state;          // where the work is done, ISO 3166-1 alpha-2: "RU"
  std::string worker_nationality;  // "KP"
  std::string sector;              // "construction"
  Produces produces = Produces::Unknown;
  StandardOfProof standard = StandardOfProof::ReasonableGrounds;
  // Facts no claim can show and a person has decided, by their names in data/norms, such as
  // "state_mobilisation".
  std::vector<std::string> established;
};

// Whether a claim's words may appear in an explanation; where not, its value is described instead.
using MayQuote = std::function<bool(ClaimRef)>;

// What `depone norms` prints for people.
struct NormListing {
  std::string id;
  std::string title;
  std::string citation;
  std::string summary;    // in our own words
  std::string addressee;  // who is bound
  std::string in_force;   // "since 2017-12-22"; empty for what is no law
  std::string met_means;  // what the answer "met" says, and what not
  std::string certainty;  // "seen", "partly seen" or "from memory"
  std::string source;     // where the text was seen, or what to check it against
};

// Immutable after loading; const methods may run concurrently.
class Norms {
 public:
  // Reads data/norms/*.toml and data/propositions/credibility.toml. InvalidInput names the file,
  // the entry, the member, and the fix.
  static Result<std::shared_ptr<const Norms>> load(const DataFiles& data);
  ~Norms();

  // One answer a norm, in the order of the data. An empty `may_quote` quotes everything.
  std::vector<NormAnswer> assess(const Case& the_case, const NormContext& context,
                                 const MayQuote& may_quote = {}) const;

  std::vector<NormListing> list() const;

  const std::vector<Norm>& all() const { return norms_; }
  const Ladder& ladder() const { return ladder_; }

 private:
  Norms();
  std::vector<Norm> norms_;
  std::vector<Standard> standards_;
  std::vector<std::string> witnessed_words_;
  std::vector<std::pair<std::string, NormContext::Produces>> sectors_;
  Ladder ladder_;
};

}  // namespace depone::rules
