// Literal twin of the sample-coverage estimates for three lists: the sums as Chao et al. 2001 write
// them out, cell by cell (eqs. 8, 9, 12, 13). z[s] are people on exactly the lists of s; bit 0 is
// the first list.
#pragma once

#include <array>

namespace depone::reference {

struct CoverageTwin {
  double coverage = 0;
  double independent = 0;
  double high = 0;
  double low = 0;
};

inline CoverageTwin coverage_of_three(const std::array<double, 8>& z) {
  const double z100 = z[1], z010 = z[2], z110 = z[3], z001 = z[4], z101 = z[5], z011 = z[6],
               z111 = z[7];
  const double n1 = z100 + z110 + z101 + z111;
  const double n2 = z010 + z110 + z011 + z111;
  const double n3 = z001 + z101 + z011 + z111;
  const double n12 = z110 + z111, n13 = z101 + z111, n23 = z011 + z111;
  CoverageTwin twin;
  twin.coverage = 1 - (z100 / n1 + z010 / n2 + z001 / n3) / 3;
  // On the first two lists, leaving out the third, and so on: the average of three numbers.
  const double without3 = z100 + z101 + z010 + z011 + z110 + z111;
  const double without2 = z100 + z110 + z001 + z011 + z101 + z111;
  const double without1 = z010 + z110 + z001 + z101 + z011 + z111;
  const double average = (without1 + without2 + without3) / 3;
  twin.independent = average / twin.coverage;
  const double a12 = z100 + z110 + z010 + z110;
  const double a13 = z100 + z101 + z001 + z101;
  const double a23 = z010 + z011 + z001 + z011;
  twin.high =
      (n12 + n13 + n23) /
      (3 * twin.coverage - (a12 * n12 / (n1 * n2) + a13 * n13 / (n1 * n3) + a23 * n23 / (n2 * n3)));
  const auto step = [&](double total) {
    const double g12 = total * n12 / (n1 * n2) - 1;
    const double g13 = total * n13 / (n1 * n3) - 1;
    const double g23 = total * n23 / (n2 * n3) - 1;
    return twin.independent + (a12 * g12 + a13 * g13 + a23 * g23) / (3 * twin.coverage);
  };
  twin.low = step(step(twin.independent));
  return twin;
}

}  // namespace depone::reference
