// Apart from extract.cc so that a program without PDF does not link poppler.
#include "extract/extract.h"
#include "extract/pdf.h"

namespace depone::extract {

Result<Document> extract(ByteView bytes, std::string_view file_name, const ExtractLimits& limits) {
  return extract_with(bytes, file_name, limits, read_pdf);
}

}  // namespace depone::extract
