// Distributed under the Boost Software License, Version 1.0.
#pragma once

// How messages name things.

#include "harness/observe/observation.hpp"

#include <string>

namespace racelab::detect {

// "thread 2"; "a thread" if it is not known which.
std::string name_of_thread(observe::thread_number);

// "customer"
std::string name_of_service(const observe::observation&, const observe::call&);

// "15 ms", "7.5 ms"
std::string in_milliseconds(observe::virtual_time);

// The sentence with a capital letter at its beginning.
std::string sentence(std::string words);

}  // namespace racelab::detect
