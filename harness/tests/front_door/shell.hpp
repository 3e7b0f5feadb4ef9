// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstdio>
#include <stdexcept>
#include <string>

#include <sys/wait.h>

namespace racelab::front_door {

struct shell_result {
  int status = 0;      // the exit status, or 128 + the signal
  std::string output;  // standard output and error
};

// Runs a Bash script and waits until it and all that share its output have
// ended. Throws std::runtime_error if there is no shell.
inline shell_result shell(const std::string& script) {
  std::string quoted;
  for (const char c : script) {
    if (c == '\'') {
      quoted += R"('\'')";
    } else {
      quoted += c;
    }
  }
  std::FILE* pipe = popen(("exec bash -c '" + quoted + "' 2>&1").c_str(), "r");
  if (!pipe) throw std::runtime_error("no shell");
  shell_result result;
  char buffer[4096];
  while (const auto size = std::fread(buffer, 1, sizeof buffer, pipe)) {
    result.output.append(buffer, size);
  }
  const int status = pclose(pipe);
  result.status =
      WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace racelab::front_door
