# Libraries from Debian's packages; each room links only the ones that it needs (see the rooms' CMakeLists.txt).
find_package(absl REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(PostgreSQL REQUIRED)
find_package(yaml-cpp REQUIRED)
# A fifth of a check is malloc() and free(): jemalloc's take half as long. (A sanitizer brings its own.)
add_library(jemalloc INTERFACE)
if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  find_library(JEMALLOC_LIBRARY libjemalloc.a REQUIRED)
  target_link_libraries(jemalloc INTERFACE ${JEMALLOC_LIBRARY} ${CMAKE_DL_LIBS} pthread m)
endif()

if(AUTOGEN_TESTS)
  find_package(GTest REQUIRED)
endif()

# libpg_query: Debian ships neither a CMake nor a pkg-config file. Its parse trees are read in their serialised
# form (engine/sql/tree), so nothing of protobuf is needed.
find_path(PG_QUERY_INCLUDE_DIR pg_query.h REQUIRED)
find_library(PG_QUERY_LIBRARY libpg_query.a REQUIRED)
add_library(pg_query STATIC IMPORTED)
set_target_properties(pg_query PROPERTIES
  IMPORTED_LOCATION ${PG_QUERY_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES "${PG_QUERY_INCLUDE_DIR}"
  INTERFACE_LINK_LIBRARIES "pthread;m")
