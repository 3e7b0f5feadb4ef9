// Distributed under the Boost Software License, Version 1.0.
// A race on the vptr: a virtual call while the destructor runs.
#include "turn.hpp"

#include <thread>

struct Shape {
  virtual void draw() {}
  virtual ~Shape() {
    turn_next();
    turn_wait(2);
  }
};

struct Circle : Shape {
  void draw() override { radius = 2; }
  ~Circle() override { radius = 0; }
  int radius = 1;
};

static void render(Shape* shape) {
  turn_wait(1);
  shape->draw();
  turn_next();
}

int main() {
  Shape* shape = new Circle;
  std::thread renderer(render, shape);
  delete shape;
  renderer.join();
}
