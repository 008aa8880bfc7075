// What stands for everything in this folder when CONFITURE_DATABASE is off.

#include "database/throwaway_database.hpp"
