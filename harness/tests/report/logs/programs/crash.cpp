// Distributed under the Boost Software License, Version 1.0.
// Dies of a deadly signal; the argument says which one.
#include <csignal>
#include <cstdlib>
#include <string_view>

static int volatile divisor = 0;
static int* volatile nowhere = nullptr;

static int read_missing() { return *nowhere; }

static int divide() { return 100 / divisor; }

__attribute__((noinline)) static int descend(int depth) {
  char volatile page[4096];
  page[0] = static_cast<char>(depth);
  return depth < 0 ? 0 : descend(depth + 1) + page[0];
}

static int give_up() { std::abort(); }

static int undefined_instruction() { __builtin_trap(); }

static int bus_error() { return std::raise(SIGBUS); }

int main(int, char** argv) {
  std::string_view const death = argv[1];
  return death == "segv"   ? read_missing()
         : death == "fpe"  ? divide()
         : death == "deep" ? descend(1)
         : death == "abrt" ? give_up()
         : death == "ill"  ? undefined_instruction()
                           : bus_error();
}
