// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <csignal>

namespace racelab {

// Lets SIGINT, SIGTERM and SIGHUP end the reading of logs, and not the program
// with what it has read so far: for as long as this lives, they are held back
// and make a descriptor readable. To be made before any other thread.
class end_of_reading {
 public:
  // Throws std::system_error.
  end_of_reading();
  end_of_reading(const end_of_reading&) = delete;
  end_of_reading& operator=(const end_of_reading&) = delete;

  // From now on they do again what they did before. The one that came stays
  // without effect if it is not SIGINT: who ends a program with another one,
  // such as timeout, may send it twice, and means it once.
  ~end_of_reading();

  // Waits until there is something to read from the descriptor, or its end.
  // False if a signal came, now or earlier.
  bool wait_for(int descriptor);

  // The signal that came; 0 if none did.
  int signal() const { return signal_; }

 private:
  sigset_t before_{};
  int signals_ = -1;
  int signal_ = 0;
};

}  // namespace racelab
