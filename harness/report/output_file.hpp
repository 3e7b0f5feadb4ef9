// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <string_view>

namespace racelab::report {

// Whether a file has to be there also when the machine's power has failed.
enum class lasting { no, yes };

// Writes a file whole: beside its place first, and then into it in one step,
// so that nobody ever sees half of it. What is no regular file (/dev/stdout, a
// pipe) is written to as it is. Throws std::runtime_error that names the file,
// and then nothing has changed.
// Blocks until it is on the disk, if it is to last.
void write_file_whole(const std::filesystem::path& file, std::string_view text,
                      lasting = lasting::no);

}  // namespace racelab::report
