# The harness that tries a pair of schemas, for the tests that use it.
autogen_library(tests_schema_pair
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/schema_pair.cc
  LINKS model_schemas model_schemas_write runner_decide runner_prove runner_realise runner_scratch)
