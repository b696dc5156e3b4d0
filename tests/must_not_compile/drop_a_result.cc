// A failure nobody looked at is a lost document.
#include "base/result.h"

depone::Result<> write_a_file();

void drop_a_result() {
#ifdef MUST_NOT_COMPILE
  write_a_file();
#else
  depone::ignore(write_a_file(), "shown here as the way to do it on purpose");
#endif
}
