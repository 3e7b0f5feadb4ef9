// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

namespace racelab::detect {

std::string name_of_thread(observe::thread_number thread) {
  return thread == observe::unknown_thread ? "a thread"
                                           : fmt::format("thread {}", thread);
}

std::string name_of_service(const observe::observation& seen,
                            const observe::call& what) {
  return what.service < seen.services.size()
             ? seen.services[what.service]
             : fmt::format("service {}", what.service + 1);
}

std::string in_milliseconds(observe::virtual_time time) {
  using milliseconds = std::chrono::duration<double, std::milli>;
  return fmt::format("{} ms", milliseconds(time).count());
}

std::string sentence(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

}  // namespace racelab::detect
