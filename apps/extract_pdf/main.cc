// depone-extract-pdf: parses untrusted PDF. Started by depone when the first PDF comes.
#include <cstdio>
#include <string_view>

#include "extract/extract.h"
#include "extract/pdf.h"
#include "extract/server.h"

int main(int argc, char** argv) {
  if (argc != 2 || std::string_view(argv[1]) != "--serve") {
    std::fputs(
        "depone-extract-pdf reads PDF for depone in a closed room. It is started by depone and has "
        "no use of its own.\n",
        stderr);
    return 2;
  }
  // Tables are loaded once, here, where files may still be opened; children share them.
  depone::extract::warm_up_pdf();
  depone::extract::warm_up_text();
  return depone::extract::serve(depone::extract::extract);
}
