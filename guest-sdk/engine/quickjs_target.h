/* Included before every C file of QuickJS: what it should take its target for.
 *
 * On WASI, QuickJS believes that the stack cannot be measured, and deep recursion then ends in a trap in place of a
 * RangeError. It can: the shadow stack lies in linear memory. So __wasi__ is hidden, after the one header that needs it.
 *
 * __ANDROID__ is how QuickJS learns that malloc_usable_size exists (it is used for nothing else): without it, QuickJS
 * counts blocks in place of bytes, and collects garbage far too late.
 */
#include <wasi/api.h>
#undef __wasi__
#define __ANDROID__ 1
