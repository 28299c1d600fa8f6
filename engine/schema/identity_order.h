#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/schema/object_id.h"

namespace autogen {

// The numbers from 0 on of `size` objects in the order of their identities; what has one identity
// keeps its order. `id` gives an object's, from several threads.
std::vector<uint32_t> IdentityOrder(size_t size, const std::function<const ObjectId&(size_t)>& id);

}  // namespace autogen
