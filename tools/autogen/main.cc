#include "tools/autogen/command_line.h"

int main(int argc, char** argv) { return autogen::RunCommandLine(argc, argv); }
