local phase = obj.status ~= nil and obj.status.phase or "Pending"
local asked = obj.metadata.annotations ~= nil and obj.metadata.annotations["stillhouse.dev/cancel"] ~= nil
local canStop = phase == "Pending" or phase == "Running"

local actions = {}
actions["cancel"] = { ["disabled"] = asked or not canStop }
return actions
