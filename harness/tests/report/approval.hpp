// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>

namespace racelab::report {

// Compares `text` with approved/NAME.txt. If it differs, it is left beside
// the tests as NAME.received.txt, and the test fails with the first line that
// differs. With RACELAB_APPROVE=1 in the environment, `text` is what is
// approved from now on.
void check_approved(const std::string& name, const std::string& text);

}  // namespace racelab::report
