// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/screen.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace racelab::workshop {
namespace {

constexpr int in = STDIN_FILENO;
constexpr int out = STDOUT_FILENO;

// xterm's private modes: 1049 the second page, 25 the cursor, 7 lines that wrap
// (a line that is too long is cut instead), 1007 a wheel that is arrow keys.
constexpr std::string_view enter_page =
    "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?1007h";
constexpr std::string_view leave_page = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";
constexpr std::string_view first_column = "\x1b[H";
constexpr std::string_view erase_line = "\x1b[K";
constexpr std::string_view plain = "\x1b[0m";
constexpr std::string_view erase_below = "\x1b[J";

constexpr int fatal_signals[] = {SIGQUIT, SIGILL, SIGABRT,
                                 SIGBUS,  SIGFPE, SIGSEGV};

// What the handlers need.
wake_up* to_tell;
termios before;
std::atomic<bool> taken;

struct handled {
  int signal;
  struct sigaction before;
};
handled replaced[std::size(fatal_signals) + 3];

void write_all(std::string_view text) noexcept {
  while (!text.empty()) {
    const auto written = ::write(out, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

void take_terminal() {
  termios raw = before;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  tcsetattr(in, TCSADRAIN, &raw);
  write_all(enter_page);
  taken = true;
}

// Calls nothing that a signal's handler must not.
void give_terminal_back() noexcept {
  if (taken.exchange(false)) {
    write_all(leave_page);
    tcsetattr(in, TCSADRAIN, &before);
  }
}

extern "C" {

void note_change(int) { to_tell->tell(); }

// Goes on after the stop.
void stop_process(int) {
  const int error = errno;
  give_terminal_back();
  ::kill(::getpid(), SIGSTOP);
  to_tell->tell();
  errno = error;
}

void end_process(int signal) {
  give_terminal_back();
  ::raise(signal);
}

}  // extern "C"

void handle(std::size_t index, int signal, void (*handler)(int), int flags) {
  struct sigaction wanted {};
  wanted.sa_handler = handler;
  wanted.sa_flags = flags;
  sigemptyset(&wanted.sa_mask);
  replaced[index].signal = signal;
  sigaction(signal, &wanted, &replaced[index].before);
}

void handle_signals() {
  std::size_t index = 0;
  handle(index++, SIGWINCH, note_change, SA_RESTART);
  handle(index++, SIGCONT, note_change, SA_RESTART);
  handle(index++, SIGTSTP, stop_process, SA_RESTART);
  for (const int each : fatal_signals) {
    handle(index++, each, end_process, static_cast<int>(SA_RESETHAND));
  }
}

void put_handlers_back() {
  for (const handled& each : replaced) {
    sigaction(each.signal, &each.before, nullptr);
  }
}

}  // namespace

bool screen::is_possible() {
  const char* name = std::getenv("TERM");
  return isatty(in) == 1 && isatty(out) == 1 && name != nullptr &&
         std::string_view(name) != "dumb";
}

screen::screen() {
  if (tcgetattr(in, &before) != 0) {
    throw std::system_error(errno, std::generic_category(), "the terminal");
  }
  to_tell = &changed_;
  handle_signals();
  take_terminal();
}

screen::~screen() {
  give_terminal_back();
  put_handlers_back();
  to_tell = nullptr;
}

void screen::accept_change() {
  changed_.forget();
  if (!taken) {
    take_terminal();
  }
}

unsigned screen::rows() const {
  winsize window{};
  const bool known = ioctl(out, TIOCGWINSZ, &window) == 0 && window.ws_row > 0;
  return known ? window.ws_row : 24;
}

report::look screen::look() const { return report::look_for(out); }

void screen::draw(const std::vector<std::string>& lines) {
  std::string text(first_column);
  const std::size_t most = rows();
  for (std::size_t i = 0; i < lines.size() && i < most; ++i) {
    text += i == 0 ? "" : "\r\n";
    // First: a line as wide as the window leaves the cursor in its last column.
    text += erase_line;
    text += lines[i];
    text += plain;
  }
  if (lines.size() < most) {
    text += "\r\n";
    text += erase_below;
  }
  write_all(text);
}

std::string read_keyboard() {
  char bytes[256];
  ssize_t size = 0;
  do {
    size = ::read(in, bytes, sizeof bytes);
  } while (size < 0 && errno == EINTR);
  return {bytes, static_cast<std::size_t>(size < 0 ? 0 : size)};
}

}  // namespace racelab::workshop
