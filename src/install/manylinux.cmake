# The toolchain of what runs on any Linux with glibc 2.17 or later: Clang with a C++ library of its
# own and the symbols of that glibc, all of them zig's, and libraries to be linked statically. Both
# lie where .ci/wheel_libraries puts them.

get_filename_component(project "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
set(wheel "${project}/build/wheel")

foreach(language C CXX)
  set(CMAKE_${language}_COMPILER_TARGET "${CMAKE_HOST_SYSTEM_PROCESSOR}-linux-gnu.2.17")
  # The bytes do not depend on where the project lies.
  set(CMAKE_${language}_FLAGS_INIT
    "-ffile-prefix-map=${project}=. -g0 -ffunction-sections -fdata-sections")
endforeach()
set(CMAKE_C_COMPILER "${wheel}/zig" cc)
set(CMAKE_CXX_COMPILER "${wheel}/zig" c++)

# What is linked statically may end up in a module of Python.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
foreach(kind EXE MODULE SHARED)
  set(CMAKE_${kind}_LINKER_FLAGS_INIT "-Wl,--gc-sections -s")
endforeach()

# The machine's own libraries are for its own glibc.
set(CMAKE_FIND_ROOT_PATH "${wheel}/libraries")
foreach(kind LIBRARY INCLUDE PACKAGE)
  set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
endforeach()
