# Distributed under the Boost Software License, Version 1.0.
#
# cmake -DFOLDER=DIR -DSCRIPTS=file,file… -DOUT=FILE.cpp -P embed.cmake
#
# Writes the page as a C++ file: page.html with its style and its scripts put
# in, and a Content-Security-Policy that allows these and nothing else.

file(READ "${FOLDER}/page.html" page)
file(READ "${FOLDER}/style.css" style)
set(script "'use strict';\n")
string(REPLACE "," ";" SCRIPTS "${SCRIPTS}")
foreach(name IN LISTS SCRIPTS)
  file(READ "${FOLDER}/${name}" text)
  string(APPEND script "${text}")
endforeach()

# 'sha256-…' in Base64, as the policy wants it: three hexadecimal digits make
# two characters, and the last one stands for 4 bits that are followed by 2.
function(source_hash text result)
  set(alphabet
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 digits "${text}")
  set(out "")
  foreach(at RANGE 0 60 3)
    string(SUBSTRING "${digits}" ${at} 3 three)
    math(EXPR high "0x${three} >> 6")
    math(EXPR low "0x${three} & 63")
    string(SUBSTRING "${alphabet}" ${high} 1 first)
    string(SUBSTRING "${alphabet}" ${low} 1 second)
    string(APPEND out "${first}${second}")
  endforeach()
  string(SUBSTRING "${digits}" 63 1 last)
  math(EXPR last "0x${last} << 2")
  string(SUBSTRING "${alphabet}" ${last} 1 last)
  set(${result} "'sha256-${out}${last}='" PARENT_SCOPE)
endfunction()

source_hash("${style}" style_hash)
source_hash("${script}" script_hash)
string(CONCAT policy
  "default-src 'none'; script-src ${script_hash}; style-src ${style_hash}; "
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
  "trusted-types 'none'")

# A literal has at most 65,536 characters that every compiler takes.
function(append_literals text)
  string(LENGTH "${text}" length)
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND code "    R\"racelab(${piece})racelab\",\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  set(code "${code}" PARENT_SCOPE)
endfunction()

foreach(part policy style script)
  string(REPLACE "{{${part}}}" "${${part}}" page "${page}")
endforeach()
string(FIND "${page}" "{{data}}" data)
string(SUBSTRING "${page}" 0 ${data} before)
math(EXPR after "${data} + 8")
string(SUBSTRING "${page}" ${after} -1 after)

set(code "// Made from harness/report/html by embed.cmake.\n")
string(APPEND code "#include \"harness/report/html/page.hpp\"\n\n"
  "namespace racelab::report {\n\n"
  "const std::vector<std::string_view> page_before_data{\n")
append_literals("${before}")
string(APPEND code "};\n\nconst std::vector<std::string_view> "
  "page_after_data{\n")
append_literals("${after}")
string(APPEND code "};\n\n}  // namespace racelab::report\n")
file(WRITE "${OUT}" "${code}")
