# One target a folder. Sources are listed, never globbed; includes are written from the project's root.

add_library(autogen_flags INTERFACE)
target_include_directories(autogen_flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_compile_options(autogen_flags INTERFACE -Wall -Wextra -Wshadow $<$<BOOL:${AUTOGEN_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:Clang>:-Wcovered-switch-default>
  # GCC 12 takes inlined string operations for overflows where it optimizes.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-restrict>)

# Most of a translation unit's time goes into the same headers; builds of one folder read them once. (Off by default, since
# ccache cannot share objects between folders that were built with it.)
option(AUTOGEN_PCH "Precompile the headers that nearly every file includes" OFF)
if(AUTOGEN_PCH)
  file(WRITE ${PROJECT_BINARY_DIR}/generated/empty.cc "")
  add_library(autogen_pch STATIC ${PROJECT_BINARY_DIR}/generated/empty.cc)
  target_link_libraries(autogen_pch PUBLIC autogen_flags)
  target_precompile_headers(autogen_pch PRIVATE
    <algorithm> <functional> <memory> <set> ${PROJECT_SOURCE_DIR}/engine/base/error.h
    ${PROJECT_SOURCE_DIR}/engine/schema/database.h)
endif()

# autogen_library(<name> SOURCES <file>... [LINKS <target>...])
function(autogen_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC autogen_flags ${ARG_LINKS})
  if(AUTOGEN_PCH)
    target_precompile_headers(${name} REUSE_FROM autogen_pch)
  endif()
endfunction()

# autogen_test(<name> SOURCES <file>... [LINKS <target>...] [LABELS <label>...])
# A GoogleTest binary and one CTest entry for it; tests that start a server carry the label "server".
function(autogen_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE autogen_flags ${ARG_LINKS} GTest::gmock_main)
  if(AUTOGEN_PCH)
    target_precompile_headers(${name} REUSE_FROM autogen_pch)
  endif()
  target_compile_definitions(${name} PRIVATE AUTOGEN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 900)
endfunction()
