package store

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"freshet/cells"
)

// Timeouts of one exchange with Redis. A commit is tried again within Options.Patience.
const (
	dialTimeout  = 2 * time.Second
	replyTimeout = 5 * time.Second
)

// mute takes what the client would write to the standard error: every failure it speaks of comes back as an error, too.
type mute struct{}

func (mute) Printf(context.Context, string, ...any) {}

// connect makes the client for the options. It speaks RESP2, the protocol every kind of store here knows.
func connect(o Options) (redis.UniversalClient, error) {
	if (o.URL == "") == (o.Dialer == nil) {
		return nil, errors.New("store: give either the URL of a Redis or a dialer")
	}
	redis.SetLogger(mute{})
	quiet := &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	if o.Dialer != nil {
		return redis.NewClient(&redis.Options{
			Addr: "embedded", Dialer: o.Dialer, Protocol: 2, DisableIdentity: true, MaintNotificationsConfig: quiet,
			DialTimeout: dialTimeout, ReadTimeout: replyTimeout, WriteTimeout: replyTimeout, ContextTimeoutEnabled: true, MaxRetries: 1, DialerRetries: 1,
		}), nil
	}
	u, err := url.Parse(o.URL)
	if err != nil {
		// The parser's own message would show the password.
		return nil, cells.Refuse(cells.Invalid, "the address of the Redis is no URL: write redis://host:6379, rediss://… for TLS, or unix:///path")
	}
	if u.Query().Has("addr") {
		c, err := redis.ParseClusterURL(o.URL)
		if err != nil {
			return nil, badURL(u, err)
		}
		c.Protocol, c.DisableIdentity, c.MaintNotificationsConfig = 2, true, quiet
		c.DialTimeout, c.ReadTimeout, c.WriteTimeout, c.ContextTimeoutEnabled, c.DialerRetries = dialTimeout, replyTimeout, replyTimeout, true, 1
		return redis.NewClusterClient(c), nil
	}
	c, err := redis.ParseURL(o.URL)
	if err != nil {
		return nil, badURL(u, err)
	}
	c.Protocol, c.DisableIdentity, c.MaintNotificationsConfig = 2, true, quiet
	c.DialTimeout, c.ReadTimeout, c.WriteTimeout, c.ContextTimeoutEnabled, c.MaxRetries, c.DialerRetries = dialTimeout, replyTimeout, replyTimeout, true, 1, 1
	return redis.NewClient(c), nil
}

func badURL(u *url.URL, err error) error {
	why := strings.TrimPrefix(err.Error(), "redis: ")
	if pass, ok := u.User.Password(); ok && pass != "" {
		why = strings.ReplaceAll(why, pass, "…")
	}
	return cells.Refuse(cells.Invalid, "the address of the Redis, %s, cannot be used: %s", place(u), why)
}

// place is the URL without user, password and options.
func place(u *url.URL) string {
	if u.Host == "" {
		return u.Scheme + "://" + u.Path
	}
	return u.Scheme + "://" + u.Host + u.Path
}

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// draw makes a random word of lower-case letters and digits from n bytes of chance.
func draw(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return letters.EncodeToString(b)
}

// faultOf turns an error of the client into a fault that says what was being done.
func faultOf(doing string, err error) error { return fmt.Errorf("store: %s: %w", doing, err) }
