#pragma once

namespace autogen {

// From here on what is freed goes back to the system at once, which costs some time: for commands
// that hold both schemas and all their edges.
void GiveBackAtOnce();

}  // namespace autogen
