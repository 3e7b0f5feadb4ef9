// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/terminal_under_test.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

namespace racelab::tests {
namespace {

constexpr char escape = '\x1b';

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

winsize size_of(std::size_t rows, std::size_t columns) {
  winsize size{};
  size.ws_row = static_cast<unsigned short>(rows);
  size.ws_col = static_cast<unsigned short>(columns);
  return size;
}

[[noreturn]] void become(const std::vector<std::string>& command) {
  std::vector<char*> words;
  for (const std::string& each : command) {
    words.push_back(const_cast<char*>(each.c_str()));
  }
  words.push_back(nullptr);
  // Whoever runs the tests may ignore them (nohup), and that is inherited.
  for (const int each : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    ::signal(each, SIG_DFL);
  }
  setenv("TERM", "xterm-256color", 1);
  setenv("LC_ALL", "C.UTF-8", 1);
  unsetenv("COLUMNS");
  unsetenv("NO_COLOR");
  execv(words.front(), words.data());
  _exit(127);
}

}  // namespace

// --- What it shows ------------------------------------------------------

shown_page::shown_page(std::size_t rows, std::size_t columns)
    : rows_(rows), columns_(columns), cells_(rows) {}

void shown_page::take(std::string_view bytes) {
  for (const char each : bytes) {
    if (!sequence_.empty()) {
      sequence_ += each;
      const bool is_csi = sequence_.size() >= 2 && sequence_[1] == '[';
      const bool ends = sequence_.size() > 2 && each >= '@' && each <= '~';
      if (is_csi && ends) {
        const std::string whole = std::move(sequence_);
        sequence_.clear();
        obey(std::string_view(whole).substr(2, whole.size() - 3), each);
      } else if (!is_csi && sequence_.size() >= 2) {
        throw std::logic_error("the page uses a sequence that is not known");
      }
    } else if (each == escape) {
      sequence_ = each;
    } else {
      put(each);
    }
  }
}

void shown_page::put(char byte) {
  if (byte == '\r') {
    column_ = 0;
  } else if (byte == '\n') {
    row_ = std::min(row_ + 1, rows_ - 1);
  } else {
    std::vector<std::string>& line = cells_[row_];
    if (continues_character(byte)) {
      if (column_ > 0 && column_ <= line.size()) line[column_ - 1] += byte;
      return;
    }
    if (column_ < columns_) {
      line.resize(std::max(line.size(), column_ + 1), " ");
      line[column_] = std::string(1, byte);
    }
    ++column_;
  }
}

void shown_page::obey(std::string_view sequence, char last) {
  if (last == 'H') {
    row_ = column_ = 0;
  } else if (last == 'K') {
    cells_[row_].resize(std::min(cells_[row_].size(), column_));
  } else if (last == 'J') {
    cells_[row_].resize(std::min(cells_[row_].size(), column_));
    for (std::size_t i = row_ + 1; i < rows_; ++i) cells_[i].clear();
  } else if (last == 'h' || last == 'l') {
    const bool on = last == 'h';
    if (sequence == "?1049") {
      second_ = on;
      cells_.assign(rows_, {});
    } else if (sequence == "?25") {
      hidden_ = !on;
    }
  }
}

std::string shown_page::text() const {
  std::string out;
  for (const auto& line : cells_) {
    for (const std::string& each : line) out += each;
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  }
  return out;
}

bool shown_page::shows(std::string_view words) const {
  return text().find(words) != std::string::npos;
}

// --- The program --------------------------------------------------------

terminal_under_test::terminal_under_test(
    const std::vector<std::string>& command, std::size_t rows,
    std::size_t columns)
    : page_(rows, columns) {
  winsize size = size_of(rows, columns);
  int slave = -1;
  if (openpty(&terminal_, &slave, nullptr, nullptr, &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "openpty");
  }
  tcgetattr(terminal_, &before_);
  program_ = fork();
  if (program_ == 0) {
    ::close(terminal_);
    login_tty(slave);
    become(command);
  }
  ::close(slave);
}

terminal_under_test::~terminal_under_test() {
  if (program_ > 0) {
    ::kill(program_, SIGKILL);
    ::waitpid(program_, nullptr, 0);
  }
  ::close(terminal_);
}

// False: the program has closed the terminal.
bool terminal_under_test::read() {
  char bytes[4096];
  const ssize_t size = ::read(terminal_, bytes, sizeof bytes);
  if (size < 0 && errno == EINTR) return true;
  if (size <= 0) return false;
  page_.take({bytes, static_cast<std::size_t>(size)});
  return true;
}

void terminal_under_test::wait_for(std::string_view words) {
  while (!page_.shows(words)) {
    if (!read()) {
      throw std::runtime_error("the program ended without showing \"" +
                               std::string(words) + "\":\n" + page_.text());
    }
  }
}

void terminal_under_test::wait_until_gone(std::string_view words) {
  while (page_.shows(words)) {
    if (!read()) {
      throw std::runtime_error("the program ended and still shows \"" +
                               std::string(words) + "\":\n" + page_.text());
    }
  }
}

void terminal_under_test::press(std::string_view keys) {
  if (::write(terminal_, keys.data(), keys.size()) < 0) {
    throw std::system_error(errno, std::generic_category(), "the terminal");
  }
}

void terminal_under_test::resize(std::size_t rows, std::size_t columns) {
  page_ = shown_page(rows, columns);
  const winsize size = size_of(rows, columns);
  ioctl(terminal_, TIOCSWINSZ, &size);
}

void terminal_under_test::wait_until_stopped() {
  int status = 0;
  if (::waitpid(program_, &status, WUNTRACED) < 0 || !WIFSTOPPED(status)) {
    throw std::runtime_error("the program ended instead of being stopped");
  }
}

int terminal_under_test::status() {
  while (read()) {
  }
  int status = 0;
  ::waitpid(program_, &status, 0);
  program_ = -1;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool terminal_under_test::is_as_before() const {
  termios now{};
  return tcgetattr(terminal_, &now) == 0 && now.c_lflag == before_.c_lflag &&
         now.c_iflag == before_.c_iflag && now.c_oflag == before_.c_oflag;
}

}  // namespace racelab::tests
