// Distributed under the Boost Software License, Version 1.0.

// Stands in for the harness: tells how it was started.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

int main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "--exit") return std::atoi(argv[2]);
  if (verb == "--report") {
    std::puts("Test module \"scratch\" has passed with:");
    std::puts("  7 test cases out of 7 passed");
    return 0;
  }
  if (verb == "--hold") {  // until standard input ends
    std::puts("held");
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
  }
  if (verb == "--personality") {
    std::ifstream file("/proc/self/personality");
    std::string personality;
    file >> personality;
    std::puts(personality.c_str());
    return 0;
  }
  if (verb == "report") {  // what stands in standard input
    for (int c = std::getchar(); c != EOF; c = std::getchar()) std::putchar(c);
    return 0;
  }
  for (int i = 1; i < argc; ++i) std::printf("[%s]", argv[i]);
  std::puts("");
}
