package formula

import (
	"fmt"
	"reflect"
)

// Differs is where two templates are not made of the same nodes and facts; "" when they are.
func Differs(a, b *Template) string {
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range x.NumField() {
		switch name := x.Type().Field(i).Name; name {
		case "blockOnce", "program", "lone":
		default:
			if at := differs(x.Field(i), y.Field(i)); at != "" {
				return name + at
			}
		}
	}
	return ""
}

func differs(a, b reflect.Value) string {
	if a.Kind() == reflect.Invalid || b.Kind() == reflect.Invalid || a.Type() != b.Type() {
		if a.Kind() == b.Kind() && a.Kind() == reflect.Invalid {
			return ""
		}
		return fmt.Sprintf(" is %v and %v", a, b)
	}
	switch a.Kind() {
	case reflect.Pointer:
		if a.Pointer() == b.Pointer() {
			return ""
		}
		return differs(a.Elem(), b.Elem())
	case reflect.Interface:
		return differs(a.Elem(), b.Elem())
	case reflect.Func, reflect.UnsafePointer:
		if a.Kind() == reflect.Func && a.Pointer() != b.Pointer() {
			return " are two functions"
		}
		return "" // what a literal points to is compared by its key
	case reflect.Struct:
		for i := range a.NumField() {
			if at := differs(a.Field(i), b.Field(i)); at != "" {
				return "." + a.Type().Field(i).Name + at
			}
		}
		return ""
	case reflect.Slice:
		if a.Len() != b.Len() {
			return fmt.Sprintf(" has %d and %d elements", a.Len(), b.Len())
		}
		for i := range a.Len() {
			if at := differs(a.Index(i), b.Index(i)); at != "" {
				return fmt.Sprintf("[%d]%s", i, at)
			}
		}
		return ""
	}
	if !a.Equal(b) {
		return fmt.Sprintf(" is %v and %v", a, b)
	}
	return ""
}

// Shares reports whether one of two templates was made of the other.
func Shares(a, b *Template) bool { return len(a.pieces) > 0 && &a.pieces[0] == &b.pieces[0] }
