// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What the cases of modelled.cpp are written with.

#include "harness/probe/probe.hpp"

#include <thread>

inline void expect(bool right, const char* what) {
  if (!right) racelab_wrong_result(what);
}

template <class F, class G>
void together(F first, G second) {
  std::thread a(first);
  std::thread b(second);
  a.join();
  b.join();
}
