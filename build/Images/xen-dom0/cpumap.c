/* The one thing on this host that is not as Debian has it: libvirtd gets this library preloaded.
 *
 * Nova asks the host which of its processors are online, as every driver of libvirt can say but the one for Xen
 * (virNodeGetCPUMap). So that Nova can stay as it is, the answer is made here from what that driver does say
 * (virNodeGetInfo): Xen has each of the processors that it counts online. */
#include <stdlib.h>

struct node_info {
    char model[32];
    unsigned long memory;
    unsigned int cpus, mhz, nodes, sockets, cores, threads;
};

int virNodeGetInfo(void *connection, struct node_info *info);
int virNodeGetCPUMap(void *connection, unsigned char **map, unsigned int *online, unsigned int flags);

int virNodeGetCPUMap(void *connection, unsigned char **map, unsigned int *online, unsigned int flags)
{
    struct node_info info;
    (void)flags;
    if (virNodeGetInfo(connection, &info) < 0)
        return -1;
    if (map) {
        *map = calloc(1, (info.cpus + 7) / 8);
        if (!*map)
            return -1;
        for (unsigned int cpu = 0; cpu < info.cpus; cpu++)
            (*map)[cpu / 8] |= 1u << (cpu % 8);
    }
    if (online)
        *online = info.cpus;
    return (int)info.cpus;
}
