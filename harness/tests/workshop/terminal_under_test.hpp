// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>
#include <termios.h>

namespace racelab::tests {

// What a terminal of so many rows and columns shows: as much of ECMA-48 and
// xterm's modes as the workshop's pages use. Lines that are too long are cut.
class shown_page {
 public:
  shown_page(std::size_t rows, std::size_t columns);

  void take(std::string_view bytes);

  // The rows, without the spaces at their ends.
  std::string text() const;
  bool shows(std::string_view words) const;

  // Whether the second page is up, and the cursor hidden.
  bool is_second() const { return second_; }
  bool hides_cursor() const { return hidden_; }

 private:
  void put(char byte);
  void obey(std::string_view sequence, char last);

  std::size_t rows_, columns_;
  std::vector<std::vector<std::string>> cells_;
  std::size_t row_ = 0, column_ = 0;
  std::string sequence_;  // that has not come to its end
  bool second_ = false, hidden_ = false;
};

// A program in a terminal of its own. What waits does so until it happens; a
// program that ends before it does is an error that shows the page. The test's
// own time limit is the only clock.
class terminal_under_test {
 public:
  terminal_under_test(const std::vector<std::string>& command,
                      std::size_t rows = 24, std::size_t columns = 80);
  ~terminal_under_test();  // kills the program if it still runs
  terminal_under_test(const terminal_under_test&) = delete;
  terminal_under_test& operator=(const terminal_under_test&) = delete;

  const shown_page& page() const { return page_; }
  pid_t program() const { return program_; }

  void wait_for(std::string_view words);
  void wait_until_gone(std::string_view words);
  void press(std::string_view keys);
  void resize(std::size_t rows, std::size_t columns);

  // Waits until Ctrl-Z or its like has stopped the program.
  void wait_until_stopped();

  // Waits for the program's end; 128 + the signal, where one ended it.
  int status();

  // Whether the terminal is set as it was before the program began.
  bool is_as_before() const;

 private:
  bool read();

  int terminal_ = -1;
  pid_t program_ = -1;
  termios before_{};
  shown_page page_;
};

}  // namespace racelab::tests
