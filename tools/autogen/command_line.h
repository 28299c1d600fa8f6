#pragma once

namespace autogen {

// Parses the arguments and runs the command; returns the exit status.
int RunCommandLine(int argc, char** argv);

}  // namespace autogen
