# The guest: a boot sector that proves, on its serial console, that it ran and that its disk keeps what it writes.
#
#   1. read the disk's second sector; its first byte counts the boots
#   2. count one more, and print "GATE-GUEST-UP boots=<n>" on COM1
#   3. write the sector back, and print "GATE-GUEST-SYNCED"
#   4. halt for good, without using the processor
#
# A server that is made from a snapshot of the first one says boots=2: the snapshot's data came back, not only its
# record. "GATE-GUEST-DISK-ERROR" is printed when the disk cannot be read or written.
#
# Assembled with PADDING=n, it also prints n spaces at its end: for hosts that keep the last bytes of a console back.
# Assembled with DISGUISE=1, it also puts the disk's fourth sector in place of its first, before it says that it has
# written: a disk that a guest has made look like something else.

        .set    SECTOR, 0x7e00                  # where the second sector goes: right behind the boot sector
        .set    COM1, 0x3f8
        .set    READ, 0x42                      # INT 13h, extended read and write
        .set    WRITE, 0x43

        .code16
        .globl  _start
_start: cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $0x7c00, %sp
        sti
        cld
        mov     %dl, drive                      # the firmware says which drive it booted

        mov     $COM1 + 3, %dx                  # 115200 baud, 8N1, no interrupts, with FIFO
        mov     $0x80, %al
        out     %al, %dx
        mov     $COM1, %dx
        mov     $1, %al
        out     %al, %dx
        mov     $COM1 + 1, %dx
        xor     %al, %al
        out     %al, %dx
        mov     $COM1 + 3, %dx
        mov     $3, %al
        out     %al, %dx
        mov     $COM1 + 2, %dx
        mov     $7, %al
        out     %al, %dx

        mov     $READ, %ah
        call    disk
        jc      failed
        incb    SECTOR
        mov     SECTOR, %al
        add     $'0', %al
        mov     %al, boots
        mov     $up, %si
        call    print
        mov     $WRITE, %ah
        call    disk
        jc      failed
.ifdef DISGUISE
        movb    $3, place
        mov     $READ, %ah
        call    disk
        jc      failed
        movb    $0, place
        mov     $WRITE, %ah
        call    disk
        jc      failed
.endif
        mov     $synced, %si
        call    print
        jmp     halt
failed: mov     $error, %si
        call    print
halt:
.ifdef PADDING
        mov     $PADDING, %cx
3:      mov     $space, %si
        call    print
        loop    3b
.endif
4:      hlt
        jmp     4b

disk:   xor     %al, %al
        mov     drive, %dl
        mov     $packet, %si
        int     $0x13
        ret

print:  lodsb
        test    %al, %al
        jz      2f
        mov     %al, %bl
        mov     $COM1 + 5, %dx
1:      in      %dx, %al                        # until the transmitter is empty
        test    $0x20, %al
        jz      1b
        mov     %bl, %al
        mov     $COM1, %dx
        out     %al, %dx
        jmp     print
2:      ret

drive:  .byte   0x80
packet: .byte   16, 0                           # of this size
        .word   1                               # one sector
        .word   SECTOR, 0                       # to or from here
place:  .quad   1                               # the second of the disk
up:     .ascii  "\r\nGATE-GUEST-UP boots="
boots:  .ascii  "0\r\n\0"
synced: .ascii  "GATE-GUEST-SYNCED\r\n\0"
error:  .ascii  "GATE-GUEST-DISK-ERROR\r\n\0"
.ifdef PADDING
space:  .ascii  " \0"
.endif

        .org    446                             # one active partition with the rest of the disk, for what looks for one
        .byte   0x80, 0, 3, 0, 0x83, 0, 3, 0
        .long   2, 2046
        .org    510
        .word   0xaa55
