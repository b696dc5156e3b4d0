#include <fmt/format.h>

#include <algorithm>

#include "dossier/figures.h"

namespace depone::dossier {
namespace {

constexpr std::size_t kMostDocuments = 22;
constexpr double kRow = 46;
constexpr double kBox = 34;
constexpr double kTop = 6;

std::string_view relation_words(Relation relation) {
  switch (relation) {
    case Relation::Copy:
      return "copies";
    case Relation::Excerpt:
      return "excerpts";
    case Relation::Paraphrase:
      return "retells";
    case Relation::Translation:
      return "translates";
    case Relation::Original:
    case Relation::Independent:
      return "";
  }
  return "";
}

struct Grid {
  double pitch = 0;  // from column to column
  double box = 0;    // width of a box
  double x(std::size_t depth) const { return 4 + pitch * static_cast<double>(depth); }
  double y(std::size_t row) const { return kTop + kRow * static_cast<double>(row); }
};

Grid grid_for(std::size_t deepest) {
  Grid grid;
  const auto columns = static_cast<double>(deepest + 1);
  grid.pitch = std::min(330.0, (kFigureWidth - 8) / columns);
  grid.box = deepest == 0 ? 300 : std::min(230.0, grid.pitch - 70);
  return grid;
}

void draw_box(std::string& svg, const Overview& overview, std::size_t document, double x, double y,
              double width, std::string_view colour) {
  const CaseDocument& entry = overview.the_case().documents[document];
  const bool first_hand = entry.source.first_hand;
  svg += fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" rx=\"3\" fill=\"{}\" "
      "stroke=\"{}\" stroke-width=\"{}\"/><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"6\" "
      "height=\"{}\" fill=\"{}\"/>\n",
      x, y, width, kBox, first_hand ? "#F3F6FA" : "#FFFFFF", colour, first_hand ? 2.2 : 1.1, x, y,
      kBox, colour);
  const auto columns = static_cast<std::size_t>((width - 18) / 7.0);
  const std::string date = to_string(entry.document.date);
  const std::string below = fmt::format(
      "{}{}{}", first_hand ? "\u25C6 first-hand" : std::string(name_of(entry.source.kind)),
      date.empty() ? "" : ", ", date);
  const std::string label = shorten(overview.redactor.redact(entry.source.label), columns - 5);
  svg += fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"13\"><tspan font-weight=\"bold\">{}</tspan> {}"
      "</text><text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"10.5\" fill=\"#444\">{}</text>\n",
      x + 13, y + 14.5, escape(entry.id), escape(label), x + 13, y + 28, escape(below));
}

void draw_edge(std::string& svg, const LineageNode& node, const Grid& grid, std::size_t depth,
               std::size_t parent_row, std::size_t row) {
  const double from_x = grid.x(depth - 1) + grid.box;
  const double to_x = grid.x(depth);
  const double from_y = grid.y(parent_row) + kBox / 2;
  const double to_y = grid.y(row) + kBox / 2;
  const double bend = from_x + 12;
  const bool sure = node.confidence >= 0.8;
  svg += fmt::format(
      "<path d=\"M{:.1f} {:.1f}H{:.1f}V{:.1f}H{:.1f}\" fill=\"none\" stroke=\"#555\" "
      "stroke-width=\"1.2\"{}/><path d=\"M{:.1f} {:.1f}l-6 -3.5v7z\" fill=\"#555\"/>\n",
      from_x, from_y, bend, to_y, to_x - 3, sure ? "" : " stroke-dasharray=\"4 3\"", to_x, to_y);
  svg += fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"10.5\" fill=\"#333\" text-anchor=\"middle\">{}"
      "</text>\n",
      (bend + to_x) / 2, to_y - 4, relation_words(node.relation));
}

}  // namespace

std::string svg_open(std::string_view id, double height, std::string_view title,
                     std::string_view description) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"{0}-t {0}-d\" "
      "viewBox=\"0 0 {1} {2:.0f}\" font-family=\"'Noto Sans','Noto Sans CJK KR','DejaVu Sans',"
      "sans-serif\" fill=\"#111\">\n<title id=\"{0}-t\">{3}</title>\n<desc "
      "id=\"{0}-d\">{4}</desc>\n",
      escape(id), kFigureWidth, height, escape(title), escape(description));
}

std::string draw_origin(const Overview& overview, std::size_t origin) {
  const OriginView& view = overview.origins[origin];
  if (view.documents.size() < 2 || view.documents.size() > kMostDocuments) return {};
  const std::size_t deepest = *std::max_element(view.depth.begin(), view.depth.end());
  if (deepest > 4) return {};
  const Grid grid = grid_for(deepest);
  const std::string name = overview.redactor.redact(view.id);
  std::string svg = svg_open(
      fmt::format("origin-{}", origin + 1), grid.y(view.documents.size()) + 2,
      fmt::format("Origin {}: {} documents", name, view.documents.size()),
      "Boxes are documents. An arrow leads from a document to one made from it; the word on it "
      "says "
      "how. Dashed arrows are less certain. The same is listed under Sources and documents.");
  std::vector<std::size_t> row_of(overview.the_case().documents.size(), 0);
  for (std::size_t row = 0; row < view.documents.size(); ++row) row_of[view.documents[row]] = row;
  for (std::size_t row = 0; row < view.documents.size(); ++row) {
    const LineageNode& node = *overview.node(view.documents[row]);
    if (view.depth[row] > 0 && node.parent) {
      draw_edge(svg, node, grid, view.depth[row], row_of[*node.parent], row);
    }
  }
  for (std::size_t row = 0; row < view.documents.size(); ++row) {
    draw_box(svg, overview, view.documents[row], grid.x(view.depth[row]), grid.y(row), grid.box,
             colour_of(origin));
  }
  return svg + "</svg>\n";
}

}  // namespace depone::dossier
