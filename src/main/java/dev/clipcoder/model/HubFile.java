package dev.clipcoder.model;

/**
 * A file of a checkpoint, as the hub describes it.
 *
 * @param name without folders
 * @param size in bytes
 */
record HubFile(String name, long size, HubHash hash) {}
