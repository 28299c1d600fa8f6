#pragma once

#include <string>

#include "engine/schema/database.h"

// What rests on something that the models cannot say (Database::left_alone).
namespace autogen {

// On what an object or a default rests; nullptr: on nothing of the kind.
const std::string* RestsOn(const Database& database, const ObjectId& id);

// Takes it out, as models are written from what remains.
void DropLeftAlone(Database* database);

// Gives `to` what `from` leaves alone and `to` does not name: as a part of the target it is no
// difference, and comes back where something below it must be made anew.
void KeepLeftAlone(const Database& from, Database* to);

}  // namespace autogen
