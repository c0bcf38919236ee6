# zhiyin_embed_text(OUT namespace::function FILES ...): text files as raw string literals, reached by their file name.
# The generated function is declared by the module itself: std::span<const EmbeddedText> name().
function(zhiyin_embed_text out_file function_name)
  set(body "")
  foreach(file IN LISTS ARGN)
    get_filename_component(base ${file} NAME)
    file(READ ${file} text)
    string(APPEND body "    {\"${base}\", R\"~~~(${text})~~~\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  set(content "// Generated from the files named inside by cmake/Embed.cmake.
#include \"platform/base/embedded.hpp\"

#include <array>

namespace zhiyin {
std::span<const EmbeddedText> ${function_name}();
namespace {
constexpr auto files = std::to_array<EmbeddedText>({
${body}});
}  // namespace
std::span<const EmbeddedText> ${function_name}() { return files; }
}  // namespace zhiyin
")
  file(CONFIGURE OUTPUT ${out_file} CONTENT "${content}" @ONLY)
endfunction()
