// Distributed under the Boost Software License, Version 1.0.
// A data race on a local of main that a thread got by reference.
#include "turn.hpp"

#include <thread>

__attribute__((noinline)) static void report_progress(int& percent) {
  percent = 100;
}

static void download(int& percent) {
  report_progress(percent);
  turn_next();
}

int main() {
  int percent = 0;
  std::thread downloader(download, std::ref(percent));
  turn_wait(1);
  int const shown = percent;
  downloader.join();
  return shown == 100 ? 0 : 1;
}
