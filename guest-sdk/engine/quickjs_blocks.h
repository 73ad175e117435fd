/* QuickJS's memory: small blocks from lists by their size, all else from malloc.
 *
 * A script's objects, strings and properties are many, small and short-lived, and malloc looks for the best place of each. A
 * block here has its size in front of it. A small one is taken off the list of its size, and put back there; it never
 * becomes one of another size. New ones are cut off a chunk, one behind the other, so that a run that makes few of them
 * touches few pages.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>

#define BLOCK_STEP 8 /* sizes are multiples of it; blocks are aligned to it */
#define BLOCK_SMALL 256 /* the largest size that has a list */
#define BLOCK_CHUNK (16 << 10)
#define BLOCK_FIRST_CHUNK (64 << 10) /* that which every run begins with */

typedef struct BlockHeader {
    size_t size; /* what the block can hold, without this header */
    size_t unused; /* keeps what follows aligned */
} BlockHeader;

typedef struct FreeBlock {
    struct FreeBlock *next;
} FreeBlock;

static struct {
    FreeBlock *free[BLOCK_SMALL / BLOCK_STEP + 1]; /* by their sizes in steps */
    uint8_t *next; /* what is left of the chunk */
    uint8_t *end;
} blocks;

static inline BlockHeader *block_header(const void *block)
{
    return (BlockHeader *)block - 1;
}

static inline size_t block_size(const void *block)
{
    return block ? block_header(block)->size : 0;
}

static inline void block_put_small(void *block, size_t size)
{
    FreeBlock *freed = block;
    freed->next = blocks.free[size / BLOCK_STEP];
    blocks.free[size / BLOCK_STEP] = freed;
}

/* Makes what is left of the chunk a block, and begins another one. */
static bool block_new_chunk(size_t size)
{
    uint8_t *chunk;
    size_t left = blocks.end - blocks.next;

    if (left >= sizeof(BlockHeader) + BLOCK_STEP) {
        BlockHeader *header = (BlockHeader *)blocks.next;
        header->size = left - sizeof(BlockHeader);
        if (header->size > BLOCK_SMALL)
            header->size = BLOCK_SMALL;
        block_put_small(header + 1, header->size);
    }
    blocks.next = blocks.end = NULL;
    chunk = malloc(size);
    if (!chunk)
        return false;
    blocks.next = chunk;
    blocks.end = chunk + size;
    return true;
}

static void *block_malloc_large(size_t size)
{
    BlockHeader *header;

    if (size > SIZE_MAX - sizeof(BlockHeader))
        return NULL;
    header = malloc(size + sizeof(BlockHeader));
    if (!header)
        return NULL;
    header->size = malloc_usable_size(header) - sizeof(BlockHeader);
    return header + 1;
}

static void *block_malloc_fresh(size_t size)
{
    BlockHeader *header;

    if ((size_t)(blocks.end - blocks.next) >= size + sizeof(BlockHeader) || block_new_chunk(BLOCK_CHUNK)) {
        header = (BlockHeader *)blocks.next;
        blocks.next += size + sizeof(BlockHeader);
    } else {
        /* there may be room for one: an error that says that there is no more is made of a few */
        header = malloc(size + sizeof(BlockHeader));
        if (!header)
            return NULL;
    }
    header->size = size;
    return header + 1;
}

/* 'size' is not 0 */
static inline void *block_malloc(size_t size)
{
    size_t steps;
    FreeBlock *block;

    if (size > BLOCK_SMALL)
        return block_malloc_large(size);
    steps = (size + BLOCK_STEP - 1) / BLOCK_STEP;
    block = blocks.free[steps];
    if (!block)
        return block_malloc_fresh(steps * BLOCK_STEP);
    blocks.free[steps] = block->next;
    return block;
}

static inline void block_free(void *block)
{
    size_t size = block_size(block);

    if (size > BLOCK_SMALL)
        free(block_header(block));
    else
        block_put_small(block, size);
}

static void *block_realloc(void *block, size_t size)
{
    BlockHeader *header = block_header(block);
    size_t old_size = header->size;
    void *moved;

    if (old_size > BLOCK_SMALL && size > BLOCK_SMALL) {
        if (size > SIZE_MAX - sizeof(BlockHeader))
            return NULL;
        header = realloc(header, size + sizeof(BlockHeader));
        if (!header)
            return NULL;
        header->size = malloc_usable_size(header) - sizeof(BlockHeader);
        return header + 1;
    }
    if (size <= old_size && size > old_size / 2)
        return block;
    moved = block_malloc(size);
    if (!moved)
        return size <= old_size ? block : NULL;
    memcpy(moved, block, size < old_size ? size : old_size);
    block_free(block);
    return moved;
}

/* Forgets the small blocks that are free, as zeros, and begins the chunk that every run goes on with: called before the
   snapshot. A run that used the forgotten ones, here and there, would touch many pages. */
void JS_SealBlocks(void)
{
    size_t steps;

    if (block_new_chunk(BLOCK_FIRST_CHUNK))
        memset(blocks.next, 0, BLOCK_FIRST_CHUNK);
    for (steps = 1; steps <= BLOCK_SMALL / BLOCK_STEP; steps++) {
        FreeBlock *block = blocks.free[steps];
        blocks.free[steps] = NULL;
        while (block) {
            FreeBlock *next = block->next;
            memset(block_header(block), 0, sizeof(BlockHeader) + steps * BLOCK_STEP);
            block = next;
        }
    }
}
