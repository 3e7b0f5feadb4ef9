// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace racelab::report {

// A file of a folder that is written whole.
struct written_file {
  std::filesystem::path name;  // relative to the folder
  std::string text;
};

// Writes the files into `folder`, and nothing else is in it then.
//
// It is written beside `folder` and then takes its place in one step: whoever
// looks finds the old one or the new one, never half of one, and of two runs at
// once the later wins. The folder belongs to Racelab; one that holds anything
// else is left alone.
//
// Throws what is derived of std::runtime_error, and then nothing has changed.
void replace_folder(const std::filesystem::path& folder,
                    const std::vector<written_file>&);

// Replaces `folder` by the run: index.html (everything, for a browser),
// report.json, index.txt (the table), and the annotated report of each subject
// as LESSON/VARIANT.txt.
void write_folder(const std::filesystem::path& folder, const run_result&,
                  const sources&);

}  // namespace racelab::report
