package live

import "time"

// Limits bound what one tab can ask of the server and how long the server waits for it. The zero value of a
// field stands for its default.
type Limits struct {
	MessageBytes  int           // the largest message taken; a larger one closes the socket. Default 4 MiB
	OpsPerEdit    int           // ops in one edit. Default 1,000
	CellsPerEdit  int           // inputs in all ops of one edit. Default 50,000
	EditsPerSec   float64       // edits a second, with bursts of ten times as many. Default 50
	ViewCells     int           // cells in a viewport with its pins. Default 65,536
	ViewPins      int           // pins of a view. Default 64
	ReadCells     int           // cells of one question for a range. Default 50,000
	TabsPerBook   int           // sockets of one book on this server. Default 2,000
	Tabs          int           // sockets on this server. Default 20,000
	Frame         time.Duration // the least time between two frames. Default 25 ms
	Write         time.Duration // how long a tab may take to take a message before it is closed. Default 10 s
	Silence       time.Duration // how long a tab may say nothing, pongs included. Default 45 s
	Linger        time.Duration // how long a room is kept, with its memory of changes, after the last tab left. Default 60 s
	Recheck       time.Duration // how often a session's right to be here is asked for again. Default 30 s
	QueuedFrames  int           // frames waiting for a tab before it counts as behind. Default 2
	QueuedAnswers int           // acknowledgements and answers waiting before the tab's own requests wait. Default 64
}

func (l Limits) withDefaults() Limits {
	orInt := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	orTime := func(v *time.Duration, d time.Duration) {
		if *v <= 0 {
			*v = d
		}
	}
	orInt(&l.MessageBytes, 4<<20)
	orInt(&l.OpsPerEdit, 1000)
	orInt(&l.CellsPerEdit, 50_000)
	if l.EditsPerSec <= 0 {
		l.EditsPerSec = 50
	}
	orInt(&l.ViewCells, 1<<16)
	orInt(&l.ViewPins, 64)
	orInt(&l.ReadCells, 50_000)
	orInt(&l.TabsPerBook, 2000)
	orInt(&l.Tabs, 20_000)
	orTime(&l.Frame, 25*time.Millisecond)
	orTime(&l.Write, 10*time.Second)
	orTime(&l.Silence, 45*time.Second)
	orTime(&l.Linger, time.Minute)
	orTime(&l.Recheck, 30*time.Second)
	orInt(&l.QueuedFrames, 2)
	orInt(&l.QueuedAnswers, 64)
	return l
}
