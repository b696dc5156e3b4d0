// The figures of a dossier as inline SVG: no script, no outside font, a title and a description
// each, and nothing told by colour alone.
#pragma once

#include <cstddef>
#include <string>

#include "dossier/overview.h"

namespace depone::dossier {

// Opens an <svg> of the page's width; `id` is unique in the page. `title` and `description` are
// plain text of ours or redacted already.
std::string svg_open(std::string_view id, double height, std::string_view title,
                     std::string_view description);
inline constexpr double kFigureWidth = 960;

// The documents of one origin as a tree, each copy beside what it was made from. Empty for origins
// of one document, and for those too large to draw on a page (the page lists them instead).
std::string draw_origin(const Overview& overview, std::size_t origin);

// A numeric proposition's values: one row an origin, retellings that differ in lighter rows below;
// open ends are arrows. Empty when fewer than two rows would
// be drawn.
std::string draw_values(const Overview& overview, std::size_t finding);

// All dated documents by date, a lane an origin. Empty when fewer than two have a date.
std::string draw_timeline(const Overview& overview);

}  // namespace depone::dossier
