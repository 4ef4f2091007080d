#include "textflag.h"

// Eight rows at once, four in a register. Y10 has all bits but the sign, Y11 how many powers of two a result may lie below its first operand (see mayCancel), or one.
// A result is kept if it, without its sign, is more than nothing and its exponent plus Y11 does not run over, if it differs from the number that is there, and if it
// does not lie below its first operand by more than Y11. As signed numbers what runs over is less than 0.

#define BEGIN(margin) \
	MOVQ $0x7fffffffffffffff, AX; \
	VMOVQ AX, X10; \
	VPBROADCASTQ X10, Y10; \
	MOVQ $margin, AX; \
	VMOVQ AX, X11; \
	VPBROADCASTQ X11, Y11; \
	XORQ AX, AX

// The processor fetches a page ahead by itself what lies in one, and has to be told of the next one. Nothing is read by that: beyond the last page there may be none.
#define AHEAD(column) PREFETCHT0 4096(column)(AX*8)

// The results in Y4 and Y5 are compared with what is there: Y6 and Y7 are the rows that differ, Y8 and Y9 the results without sign plus the margin.
#define COMPARE \
	VPCMPEQQ (DI)(AX*8), Y4, Y6; \
	VPCMPEQQ 32(DI)(AX*8), Y5, Y7; \
	VPAND Y10, Y4, Y8; \
	VPAND Y10, Y5, Y9; \
	VPADDQ Y11, Y8, Y8; \
	VPADDQ Y11, Y9, Y9

// The first operands are in Y2 and Y3: rows that may cancel are as those that are equal.
#define CANCEL \
	VPAND Y10, Y2, Y2; \
	VPAND Y10, Y3, Y3; \
	VPCMPGTQ Y8, Y2, Y2; \
	VPCMPGTQ Y9, Y3, Y3; \
	VPOR Y2, Y6, Y6; \
	VPOR Y3, Y7, Y7

#define KEEP(loop, end) \
	VPCMPGTQ Y11, Y8, Y8; \
	VPCMPGTQ Y11, Y9, Y9; \
	VPANDN Y8, Y6, Y8; \
	VPANDN Y9, Y7, Y9; \
	VPAND Y8, Y9, Y8; \
	VMOVMSKPD Y8, BX; \
	CMPL BX, $15; \
	JNE end; \
	VMOVUPD Y4, (DI)(AX*8); \
	VMOVUPD Y5, 32(DI)(AX*8); \
	ADDQ $8, AX; \
	CMPQ AX, CX; \
	JLT loop

// func linearWide(old, x, y *float64, n int, p, q float64) int
TEXT ·linearWide(SB), NOSPLIT, $0-56
	MOVQ old+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	VBROADCASTSD p+32(FP), Y0
	VBROADCASTSD q+40(FP), Y1
	BEGIN(0x0300000000000000)

loop:
	AHEAD(SI)
	AHEAD(DX)
	AHEAD(DI)
	VMULPD (SI)(AX*8), Y0, Y2
	VMULPD 32(SI)(AX*8), Y0, Y3
	VMULPD (DX)(AX*8), Y1, Y4
	VMULPD 32(DX)(AX*8), Y1, Y5
	VADDPD Y4, Y2, Y4
	VADDPD Y5, Y3, Y5
	COMPARE
	CANCEL
	KEEP(loop, end)

end:
	VZEROUPPER
	MOVQ AX, ret+48(FP)
	RET

// func affineWide(old, x *float64, n int, p, q float64) int
TEXT ·affineWide(SB), NOSPLIT, $0-48
	MOVQ old+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSD p+24(FP), Y0
	VBROADCASTSD q+32(FP), Y1
	BEGIN(0x0300000000000000)

loop:
	AHEAD(SI)
	AHEAD(DI)
	VMULPD (SI)(AX*8), Y0, Y2
	VMULPD 32(SI)(AX*8), Y0, Y3
	VADDPD Y1, Y2, Y4
	VADDPD Y1, Y3, Y5
	COMPARE
	CANCEL
	KEEP(loop, end)

end:
	VZEROUPPER
	MOVQ AX, ret+40(FP)
	RET

// func productWide(old, x, y *float64, n int) int
TEXT ·productWide(SB), NOSPLIT, $0-40
	MOVQ old+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BEGIN(0x0010000000000000)

loop:
	AHEAD(SI)
	AHEAD(DX)
	AHEAD(DI)
	VMOVUPD (SI)(AX*8), Y4
	VMOVUPD 32(SI)(AX*8), Y5
	VMULPD (DX)(AX*8), Y4, Y4
	VMULPD 32(DX)(AX*8), Y5, Y5
	COMPARE
	KEEP(loop, end)

end:
	VZEROUPPER
	MOVQ AX, ret+32(FP)
	RET

// func quotientWide(old, x, y *float64, n int) int
TEXT ·quotientWide(SB), NOSPLIT, $0-40
	MOVQ old+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), CX
	BEGIN(0x0010000000000000)

loop:
	AHEAD(SI)
	AHEAD(DX)
	AHEAD(DI)
	VMOVUPD (SI)(AX*8), Y4
	VMOVUPD 32(SI)(AX*8), Y5
	VDIVPD (DX)(AX*8), Y4, Y4
	VDIVPD 32(DX)(AX*8), Y5, Y5
	COMPARE
	KEEP(loop, end)

end:
	VZEROUPPER
	MOVQ AX, ret+32(FP)
	RET
