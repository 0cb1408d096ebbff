package gitops

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
	luajson "layeh.com/gopher-json"
)

// Runs a script as Argo CD runs one of argocd-cm: with the libraries package, base and table, os.date by require, no others,
// and a second of time.
func runLua(script string, object map[string]any, parameters map[string]string) ([]byte, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{
		lua.LoadLibName: lua.OpenPackage,
		lua.BaseLibName: lua.OpenBase,
		lua.TabLibName:  lua.OpenTable,
	} {
		call := lua.P{Fn: state.NewFunction(open), NRet: 0, Protect: true}
		if err := state.CallByParam(call, lua.LString(name)); err != nil {
			return nil, err
		}
	}
	state.PreloadModule("os", clock)

	inTime, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	state.SetContext(inTime)
	if parameters != nil {
		table := state.NewTable()
		for name, value := range parameters {
			table.RawSetString(name, lua.LString(value))
		}
		state.SetGlobal("actionParams", table)
	}
	state.SetGlobal("obj", luaValue(state, object))
	if err := state.DoString(script); err != nil {
		return nil, err
	}
	result := state.Get(-1)
	if result.Type() != lua.LTTable {
		return nil, fmt.Errorf("the script returned a %s, not a table", result.Type())
	}
	return luajson.Encode(result)
}

// os.date, as far as the scripts use it.
func clock(state *lua.LState) int {
	module := state.NewTable()
	module.RawSetString("date", state.NewFunction(func(state *lua.LState) int {
		now := time.Now().UTC()
		text := strings.NewReplacer("!", "", "%Y", now.Format("2006"), "%m", now.Format("01"), "%d", now.Format("02"),
			"%X", now.Format("15:04:05")).Replace(state.CheckString(1))
		state.Push(lua.LString(text))
		return 1
	}))
	state.Push(module)
	return 1
}

func luaValue(state *lua.LState, value any) lua.LValue {
	switch value := value.(type) {
	case bool:
		return lua.LBool(value)
	case int64:
		return lua.LNumber(value)
	case float64:
		return lua.LNumber(value)
	case string:
		return lua.LString(value)
	case []any:
		table := state.NewTable()
		for _, item := range value {
			table.Append(luaValue(state, item))
		}
		return table
	case map[string]any:
		table := state.NewTable()
		for name, item := range value {
			table.RawSetString(name, luaValue(state, item))
		}
		return table
	default:
		return lua.LNil
	}
}

func runLuaInto(result any, script string, object map[string]any, parameters map[string]string) error {
	text, err := runLua(script, object, parameters)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, result)
}
