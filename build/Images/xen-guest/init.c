/* The guest: the only process of a Linux that Xen starts. It proves, on the console, that it ran, where it ran, and that
 * its disk keeps what it writes.
 *
 *   1. read the disk's second sector; its first byte counts the boots
 *   2. count one more, and print "GATE-GUEST-UP boots=<n>"
 *   3. print what Xen says of itself and of this guest: "GATE-GUEST-HYPERVISOR type=xen version=4.17 mode=PV uuid=<uuid>"
 *   4. write the sector through to the disk, and print "GATE-GUEST-SYNCED"
 *   5. sleep for good
 *
 * "GATE-GUEST-DISK-ERROR" is printed when the disk cannot be read or written. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

enum { SECTOR = 512, DISK_WAIT_MS = 30000, PAUSE_MS = 5 };

static void __attribute__((noreturn)) sleep_for_good(void)
{
    for (;;)
        pause();
}

/* Prints at once, in one piece, as a console's lines are read one by one. */
static void say(const char *line)
{
    if (write(STDOUT_FILENO, line, strlen(line)) < 0)
        sleep_for_good();
}

static void __attribute__((noreturn)) fail(const char *doing)
{
    char line[128];
    snprintf(line, sizeof line, "GATE-GUEST-DISK-ERROR %s: %m\r\n", doing);
    say(line);
    sleep_for_good();
}

/* One word of a file, "?" where there is none. */
static const char *word(const char *path, char *text, size_t size)
{
    int file = open(path, O_RDONLY);
    ssize_t length = file < 0 ? -1 : read(file, text, size - 1);
    if (file >= 0)
        close(file);
    if (length <= 0)
        return "?";
    text[length] = 0;
    text[strcspn(text, "\n")] = 0;
    return text;
}

/* The disk, under whichever name the driver gives it: xvda, or what the host asked for. */
static int open_disk(void)
{
    static const char *const names[] = { "xvda", "xvdb", "sda", "hda" };
    const struct timespec pause_between = { 0, PAUSE_MS * 1000000L };
    for (int waited = 0; waited < DISK_WAIT_MS; waited += PAUSE_MS) {
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            char path[64], text[32];
            unsigned major, minor;
            snprintf(path, sizeof path, "/sys/block/%s/dev", names[n]);
            if (sscanf(word(path, text, sizeof text), "%u:%u", &major, &minor) != 2)
                continue;
            if (mknod("/dev/disk", S_IFBLK | 0600, makedev(major, minor)) < 0)
                fail("naming the disk");
            return open("/dev/disk", O_RDWR | O_SYNC | O_DIRECT);
        }
        nanosleep(&pause_between, NULL);
    }
    fail("waiting for the disk");
}

int main(void)
{
    static char sector[SECTOR] __attribute__((aligned(4096)));
    char line[256], type[32], major[16], minor[16], mode[16], uuid[64];

    mount("sysfs", "/sys", "sysfs", 0, NULL);
    int module = open("/xen-blkfront.ko", O_RDONLY);
    if (module < 0 || syscall(SYS_finit_module, module, "", 0) < 0)
        fail("loading the disk's driver");

    int disk = open_disk();
    if (disk < 0 || pread(disk, sector, SECTOR, SECTOR) != SECTOR)
        fail("reading");
    sector[0]++;
    snprintf(line, sizeof line, "\r\nGATE-GUEST-UP boots=%c\r\n", '0' + sector[0]);
    say(line);
    snprintf(line, sizeof line, "GATE-GUEST-HYPERVISOR type=%s version=%s.%s mode=%s uuid=%s\r\n",
             word("/sys/hypervisor/type", type, sizeof type),
             word("/sys/hypervisor/version/major", major, sizeof major),
             word("/sys/hypervisor/version/minor", minor, sizeof minor),
             word("/sys/hypervisor/guest_type", mode, sizeof mode),
             word("/sys/hypervisor/uuid", uuid, sizeof uuid));
    say(line);
    if (pwrite(disk, sector, SECTOR, SECTOR) != SECTOR || fsync(disk) < 0)
        fail("writing");
    say("GATE-GUEST-SYNCED\r\n");
    close(disk);
    sleep_for_good();
}
