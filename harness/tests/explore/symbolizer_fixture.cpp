// Distributed under the Boost Software License, Version 1.0.
//
// Prints return addresses of its own, less its load address, one stack a
// line: what the symbolizer is to name. The lines are found by their marks.
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>

#include <execinfo.h>
#include <link.h>

namespace {

std::uintptr_t load_address() {
  std::uintptr_t address = 0;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* to) {
        *static_cast<std::uintptr_t*>(to) = info->dlpi_addr;
        return 1;
      },
      &address);
  return address;
}

void print_stack(const char* name) {
  void* frames[16];
  const int count = backtrace(frames, 16);
  std::printf("%s", name);
  for (int i = 0; i < count; ++i)
    std::printf(" %zx",
                reinterpret_cast<std::uintptr_t>(frames[i]) - load_address());
  std::printf("\n");
}

}  // namespace

namespace racelab::example {

__attribute__((always_inline)) inline void inlined(const char* name) {
  print_stack(name);  // mark: inlined
}

class worker {
 public:
  template <class Function>
  void run(Function function) {
    function();  // mark: template
  }
};

void fetch(const std::string& name) {
  print_stack(name.c_str());  // mark: function
  const std::function<void()> task = [&] {
    print_stack("lambda");  // mark: lambda
  };
  task();
  inlined("inlined");  // mark: call site
  std::thread thread([] {
    print_stack("thread");  // mark: thread
  });
  thread.join();
  worker().run([] { print_stack("template"); });
}

}  // namespace racelab::example

int main() {
  racelab::example::fetch("function");  // mark: main
}
