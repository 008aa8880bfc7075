#pragma once

#include "config_value.hpp"
#include "yaml.hpp"
#include <confiture/config.hpp>

// Blocks of an environment file that hold plain values (reference, section 2). What is wrong with
// one is told to `values`, for all of them to be reported at once.

namespace confiture {

void read_build(const yaml::Node& build, ValueReader& values, Config& config);
void read_seeds(const yaml::Node& seed, ValueReader& values, SeedConfig& seeds);

} // namespace confiture
