// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/matrix_folder.hpp"

#include "harness/matrix/matrix_json.hpp"
#include "harness/matrix/matrix_page.hpp"
#include "harness/report/output_file.hpp"

namespace racelab::matrix {

namespace fs = std::filesystem;

void write_folder(const fs::path& folder, const result& all,
                  const fs::path& root) {
  for (const row& each : all.rows)
    for (const cell& one : each.cells) {
      const std::string name = raw_name(each, one);
      if (name.empty()) continue;
      const fs::path file = folder / "matrix" / name;
      fs::create_directories(file.parent_path());
      report::write_file_whole(file, raw_output(one, root));
    }
  fs::create_directories(folder);
  report::write_file_whole(folder / "matrix.json", matrix_json(all));
  report::write_file_whole(folder / "matrix.md", matrix_page(all));
}

}  // namespace racelab::matrix
