// Distributed under the Boost Software License, Version 1.0.
// The memory comes from a thread, and its creator uses it.
#include "turn.hpp"

#include <cstdlib>
#include <thread>

struct Image {
  unsigned char pixels[256];
};

static Image* image = nullptr;

__attribute__((no_sanitize("thread"), noinline)) static Image* loaded() {
  return image;
}

__attribute__((no_sanitize("thread"), noinline)) static void store(Image* it) {
  image = it;
}

static void load() {
  auto* it = static_cast<Image*>(malloc(sizeof(Image)));
  it->pixels[17] = 255;
  store(it);
  turn_next();
  turn_wait(2);
  free(it);
}

int main() {
  std::thread loader(load);
  turn_wait(1);
  loaded()->pixels[17] = 0;
  turn_next();
  loader.join();
}
