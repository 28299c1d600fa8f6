# One target a folder. Sources are listed, never globbed; includes are written from the project's root.

add_library(autogen_flags INTERFACE)
target_include_directories(autogen_flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_compile_options(autogen_flags INTERFACE -Wall -Wextra -Wshadow $<$<BOOL:${AUTOGEN_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:Clang>:-Wcovered-switch-default>)

# autogen_library(<name> SOURCES <file>... [LINKS <target>...])
function(autogen_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC autogen_flags ${ARG_LINKS})
endfunction()

# autogen_test(<name> SOURCES <file>... [LINKS <target>...] [LABELS <label>...])
# A GoogleTest binary and one CTest entry for it; tests that start a server carry the label "server".
function(autogen_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE autogen_flags ${ARG_LINKS} GTest::gmock_main)
  target_compile_definitions(${name} PRIVATE AUTOGEN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 900)
endfunction()
