// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/text_sink.hpp"

#include <filesystem>
#include <functional>
#include <string_view>

namespace racelab::report {

// Whether a file has to be there also when the machine's power has failed.
enum class lasting { no, yes };

// Writes a file whole: beside its place first, and then into it in one step,
// so that nobody ever sees half of it. Links and permissions stay. What is no
// regular file (a pipe), or a standard stream (/dev/stdout), is written to as
// it is. Throws std::runtime_error that names the file, and then nothing has
// changed. Blocks until it is on the disk, if it is to last.
void write_file_whole(const std::filesystem::path& file, std::string_view text,
                      lasting = lasting::no);

// The same of a text that `write` hands over piece by piece.
void write_file_whole(const std::filesystem::path& file,
                      const std::function<void(const text_sink&)>& write,
                      lasting = lasting::no);

// Removes what a writer of that file has left beside it that was killed. For
// who knows that nobody else writes it just now. What cannot be removed stays.
void remove_left_over(const std::filesystem::path& file);

}  // namespace racelab::report
