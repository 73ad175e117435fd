/* QuickJS's memory: small blocks from lists by their size, all else from malloc.
 *
 * A script's objects, strings and properties are many, small and short-lived, and malloc looks for the best place of each. A
 * block here has its size in front of it. A small one is taken off the list of its size, and put back there. New ones are
 * cut off a chunk, one behind the other, so that a run that makes few of them touches few pages. Where malloc has no more, the
 * chunks whose blocks are all free go back to it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>

#define BLOCK_STEP 8 /* sizes are multiples of it; blocks are aligned to it */
#define BLOCK_SMALL 256 /* the largest size that has a list */
#define BLOCK_CHUNK (16 << 10)
#define BLOCK_FIRST_CHUNK (64 << 10) /* that which every run begins with */
#define BLOCK_PATIENCE 256 /* for how many blocks without a chunk chunks are looked at once */

typedef struct BlockChunk {
    struct BlockChunk *next;
    size_t cut; /* how much of it became blocks, with their headers */
    size_t free; /* how much of that is free: counted only to give chunks back */
    size_t unused; /* keeps what follows aligned */
} BlockChunk;

typedef struct BlockHeader {
    size_t size; /* what the block can hold, without this header */
    BlockChunk *chunk; /* that which a small block was cut off, if one was */
} BlockHeader;

typedef struct FreeBlock {
    struct FreeBlock *next;
} FreeBlock;

static struct {
    FreeBlock *free[BLOCK_SMALL / BLOCK_STEP + 1]; /* by their sizes in steps */
    BlockChunk *chunks; /* that which is cut, and those before */
    uint8_t *next; /* what is left of the first of them; both NULL where there is none to cut */
    uint8_t *end;
    size_t refused; /* how many blocks there was no chunk for, one after the other */
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

/* Makes what is left of the chunk a block: nothing more is cut off it. */
static void block_end_chunk(void)
{
    size_t left = blocks.end - blocks.next;

    if (!blocks.end)
        return;
    if (left >= sizeof(BlockHeader) + BLOCK_STEP) {
        BlockHeader *header = (BlockHeader *)blocks.next;
        header->size = left - sizeof(BlockHeader);
        if (header->size > BLOCK_SMALL)
            header->size = BLOCK_SMALL;
        header->chunk = blocks.chunks;
        block_put_small(header + 1, header->size);
        blocks.next += sizeof(BlockHeader) + header->size;
    }
    blocks.chunks->cut = blocks.next - (uint8_t *)(blocks.chunks + 1);
    blocks.next = blocks.end = NULL;
}

/* Gives the chunks back whose blocks are all free. */
static bool block_give_back(void)
{
    BlockChunk *chunk, **link;
    FreeBlock *block, **free_link;
    size_t steps;
    bool is_any = false;

    block_end_chunk();
    for (chunk = blocks.chunks; chunk; chunk = chunk->next)
        chunk->free = 0;
    for (steps = 1; steps <= BLOCK_SMALL / BLOCK_STEP; steps++) {
        for (block = blocks.free[steps]; block; block = block->next) {
            if (block_header(block)->chunk)
                block_header(block)->chunk->free += sizeof(BlockHeader) + steps * BLOCK_STEP;
        }
    }
    for (steps = 1; steps <= BLOCK_SMALL / BLOCK_STEP; steps++) {
        free_link = &blocks.free[steps];
        while ((block = *free_link) != NULL) {
            chunk = block_header(block)->chunk;
            if (chunk && chunk->free == chunk->cut)
                *free_link = block->next;
            else
                free_link = &block->next;
        }
    }
    link = &blocks.chunks;
    while ((chunk = *link) != NULL) {
        if (chunk->free == chunk->cut) {
            *link = chunk->next;
            free(chunk);
            is_any = true;
        } else {
            link = &chunk->next;
        }
    }
    return is_any;
}

/* Begins a chunk that blocks are cut off. */
static bool block_new_chunk(size_t size)
{
    BlockChunk *chunk;

    block_end_chunk();
    chunk = malloc(sizeof(BlockChunk) + size);
    if (!chunk)
        return false;
    chunk->next = blocks.chunks;
    chunk->cut = 0;
    blocks.chunks = chunk;
    blocks.next = (uint8_t *)(chunk + 1);
    blocks.end = blocks.next + size;
    return true;
}

/* A block that is too large for a list, or that becomes one: 'header' is its own, or NULL. */
static void *block_resize_large(BlockHeader *header, size_t size)
{
    BlockHeader *resized;

    if (size > SIZE_MAX - sizeof(BlockHeader))
        return NULL;
    resized = realloc(header, size + sizeof(BlockHeader));
    if (!resized && block_give_back())
        resized = realloc(header, size + sizeof(BlockHeader));
    if (!resized)
        return NULL;
    resized->size = malloc_usable_size(resized) - sizeof(BlockHeader);
    return resized + 1;
}

/* Begins a chunk, and gives others back for it if that helps. */
static bool block_find_chunk(void)
{
    bool is_found = block_new_chunk(BLOCK_CHUNK);

    if (!is_found && blocks.refused++ % BLOCK_PATIENCE == 0 && block_give_back())
        is_found = block_new_chunk(BLOCK_CHUNK);
    if (is_found)
        blocks.refused = 0;
    return is_found;
}

static void *block_malloc_fresh(size_t size)
{
    BlockHeader *header;

    if ((size_t)(blocks.end - blocks.next) >= size + sizeof(BlockHeader) || block_find_chunk()) {
        header = (BlockHeader *)blocks.next;
        header->chunk = blocks.chunks;
        blocks.next += size + sizeof(BlockHeader);
    } else {
        /* there may be room for one: an error that says that there is no more is made of a few */
        header = malloc(size + sizeof(BlockHeader));
        if (!header)
            return NULL;
        header->chunk = NULL;
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
        return block_resize_large(NULL, size);
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
    size_t old_size = block_size(block);
    void *moved;

    if (old_size > BLOCK_SMALL && size > BLOCK_SMALL)
        return block_resize_large(block_header(block), size);
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
    BlockChunk *chunk;
    size_t steps;

    block_end_chunk();
    for (chunk = blocks.chunks; chunk; chunk = chunk->next)
        chunk->cut = SIZE_MAX; /* what is forgotten cannot be given back */
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
