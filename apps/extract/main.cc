// depone-extract: parses untrusted text, Markdown and HTML. Started by depone.
// (apps/extract_pdf does the same for PDF; no other program parses untrusted documents.)
#include <cstdio>
#include <string_view>

#include "extract/extract.h"
#include "extract/server.h"

int main(int argc, char** argv) {
  if (argc != 2 || std::string_view(argv[1]) != "--serve") {
    std::fputs(
        "depone-extract reads documents for depone in a closed room. It is started by depone and "
        "has no use of its own.\n",
        stderr);
    return 2;
  }
  // Tables are loaded once, here, where files may still be opened; children share them.
  depone::extract::warm_up_text();
  return depone::extract::serve([](depone::ByteView bytes, std::string_view name,
                                   const depone::extract::ExtractLimits& limits) {
    return depone::extract::extract_with(bytes, name, limits, nullptr);
  });
}
