// Package api is the contract between the browser and the server: every call,
// every request, every answer. It holds no logic.
package api

import "comptoir/shared/rpc"

// Version counts the incompatible changes of the contract. A browser more than
// two versions behind is asked to take the update.
const Version = 1

var set rpc.Set

// Calls returns every call of the API.
func Calls() []rpc.Info { return set.All() }

// Empty is a request or an answer without content.
type Empty struct{}
