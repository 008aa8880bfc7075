# What makes a fault in the handling of memory end the program rather than serve an attacker. The
# program reads trees that others wrote, such as those of pull requests. Only for builds that are
# optimised, without which nothing is checked, and that carry no sanitizer, which checks more.

if(NOT CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$" OR CONFITURE_SANITIZE)
  return()
endif()
set(CONFITURE_HARDENED ON)

include(CheckCXXCompilerFlag)
include(CheckPIESupported)

# The same sources give the same bytes wherever they lie.
add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.")

# The program is loaded at an address of chance.
check_pie_supported(LANGUAGES CXX)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Functions of the C library are given the size of what they write to. Ubuntu's compilers define a
# level of their own.
add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)

# The stack's return addresses are guarded, and so are jumps and the page below the stack.
foreach(flag stack-protector-strong stack-clash-protection cf-protection)
  check_cxx_compiler_flag(-f${flag} CONFITURE_HAS_${flag})
  if(CONFITURE_HAS_${flag})
    add_compile_options(-f${flag})
  endif()
endforeach()

# The tables of addresses are settled before the program starts and cannot be written after; the
# stack cannot be executed.
add_link_options(LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack)
