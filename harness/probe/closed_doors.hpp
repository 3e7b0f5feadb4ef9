// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::probe {

// From now on no thread of this process may open a file or a socket, look at
// names of files, change them, run another program or look into another
// process: the kernel refuses it with EACCES. What is open stays open, and
// descriptors that are no files (pipes, events, timers) can be made. Without
// effect where the kernel does not offer this.
void close_doors();

}  // namespace racelab::probe
